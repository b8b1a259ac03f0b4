import { CreateUserCommand, type User } from '@aws-sdk/client-iam';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
import { iam, useUsers } from './queries.ts';
import { removeUser } from './remove.ts';

export function Users() {
  return (
    <ResourcePage<User>
      title="Users"
      noun="user"
      kind="user"
      operations={{ create: 'CreateUser', remove: 'DeleteUser' }}
      list={useUsers()}
      nameOf={({ UserName = '' }) => UserName}
      about="People and programs with access keys of their own, and only the rights they need."
      create={{ submit: (UserName) => iam().send(new CreateUserCommand({ UserName })) }}
      remove={{
        type: 'delete',
        warning: 'Their access keys end at once, and so do the pages of the console they are signed in to.',
        submit: async (users) => {
          for (const { UserName = '' } of users) await removeUser(UserName);
        },
      }}
      columns={[
        {
          id: 'name',
          header: 'Name',
          isRowHeader: true,
          sortingField: 'UserName',
          cell: ({ UserName = '' }) => <Go to={`/iam/users/${encodeURIComponent(UserName)}`}>{UserName}</Go>,
        },
        { id: 'path', header: 'Path', cell: ({ Path }) => Path },
        { id: 'created', header: 'Created', cell: ({ CreateDate }) => moment(CreateDate) },
      ]}
    />
  );
}
